"""Another system posts a lead. The address and the signature are the proof; what came is kept, then read."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leadfast.capture.actions import inlets
from leadfast.capture.actions.inlets import Posted
from leadfast.capture.errors import InletNotFound, InletSignatureWrong
from leadfast.web.access import everybody


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@everybody
def posted(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what was posted and read it at once; the same again is answered in the same way.

    GET only answers the question that Facebook and LinkedIn ask before they send. Exempt from CSRF: no browser
    comes here, and the signature says who did.
    """
    asked = {name: str(value) for name, value in request.GET.items()}
    try:
        if request.method == "GET":
            return _challenged(token, asked)
        headers = {name.lower(): value for name, value in request.headers.items()}
        received = inlets.take_posted(token=token, posted=Posted(request.body, headers, asked))
    except RequestDataTooBig:
        return JsonResponse({"error": "At most 2.5 MB at once."}, status=413)
    except InletNotFound as refusal:
        return JsonResponse({"error": refusal.sentence}, status=404)
    except InletSignatureWrong as refusal:
        return JsonResponse({"error": refusal.sentence}, status=401)
    told = {"arrival": str(received.arrival.id), "new": received.is_new, "state": received.arrival.settlement}
    return JsonResponse(told, status=202 if received.arrival.settlement == "waiting" else 200)


def _challenged(token: str, asked: dict[str, str]) -> HttpResponse:
    words, signature = inlets.answer_challenge(token=token, asked=asked)
    if signature:
        return JsonResponse({"challengeCode": words, "challengeResponse": signature})
    return HttpResponse(words, content_type="text/plain")
