"""What every answer carries."""

from django.conf import settings


class ContentSecurityPolicy:
    """Only our own files run or paint: whatever HTML slips through, it loads nothing and sends nothing."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {value}" for name, value in settings.CONTENT_SECURITY_POLICY.items())

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response
