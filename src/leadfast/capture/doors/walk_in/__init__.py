"""Somebody who stands here: what they typed at the kiosk or on their own phone, or what the front desk noted."""
