"""The settings that guard a browser: cookies, headers, sign-in and its limits."""

import importlib.util
import os

from leadfast.config import env

DEBUG = env.flag("LEADFAST_DEBUG")

#: How the world reaches us, e.g. https://leads.example.com. Links in mails and one-click unsubscribe use it.
BASE_URL = os.environ.get("LEADFAST_BASE_URL", "").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
DEMO = env.flag("LEADFAST_DEMO")
METRICS_TOKEN = os.environ.get("LEADFAST_METRICS_TOKEN", "")

ALLOWED_HOSTS = env.words("LEADFAST_HOSTS") or ["*"]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
if env.flag("LEADFAST_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "leadfast.web.refusals.csrf_failure"
SESSION_COOKIE_NAME = "leadfast_session"
CSRF_COOKIE_NAME = "leadfast_csrf"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

#: Sent with every page (leadfast.web.headers): scripts, styles and images come from us alone.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; frame-src 'self'; manifest-src 'self'; worker-src 'self'"
)


def _present(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


MIDDLEWARE = [
    # First: a health check needs no host name, session or database transaction.
    *(
        ["leadfast.web.health.middleware.before_everything"]
        if _present("leadfast.web.health.middleware")
        else []
    ),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "leadfast.config.headers.content_security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Opens the transaction that sees one workspace.
    *(["leadfast.web.access.in_workspace"] if _present("leadfast.web.access") else []),
]
ROOT_URLCONF = "leadfast.config.urls"
WSGI_APPLICATION = "leadfast.config.wsgi.application"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "leadfast.web.sign_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {"user_token": "leadfast.web.sign_in.forms.ResetLink"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# allauth's own limits, counted in the shared cache.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "signup": "20/m/ip",
}
# The address that limits count: behind our proxy it is the one the proxy adds.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("LEADFAST_BEHIND_PROXY") else 0
MFA_ADAPTER = "leadfast.web.sign_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Leadfast"
# Addresses are vouched for by whoever invited; there is no mail server to confirm them with.
MFA_ALLOW_UNVERIFIED_EMAIL = True
