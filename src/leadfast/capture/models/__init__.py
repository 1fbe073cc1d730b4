"""The tables of what comes in: sources, uploads with their rows, arrivals."""

from leadfast.capture.models.arrival import Arrival
from leadfast.capture.models.upload import Source, Upload, UploadRow

__all__ = ["Arrival", "Source", "Upload", "UploadRow"]
