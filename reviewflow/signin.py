"""Signing in, by django-allauth. No sign-up, no social accounts, no addresses of one's own."""

AUTHENTICATION_BACKENDS = ["articles.signin.backend.HouseBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "articles.admin.kept.csrf_failure"
"""Somebody who signed in anew in another tab loses no text that took hours to write."""

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "reviewflow_cache",
        # Nobody can push a counter out by making many.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
"""Counts tries for all processes together; `migrate` makes its table."""

ACCOUNT_ADAPTER = "articles.signin.adapters.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "articles.signin.forms.LoginForm",
    "change_password": "articles.signin.forms.ChangePasswordForm",
    "reauthenticate": "articles.signin.forms.ReauthenticateForm",
    "reset_password": "articles.signin.forms.ForgottenForm",
    "reset_password_from_key": "articles.signin.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
# Allauth's own generator would keep old addresses of an account in use.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
}
"""``key``: the account that is tried, or the address that a link is asked for."""
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]

MFA_ADAPTER = "articles.signin.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses belong to administrators; nothing is verified here
MFA_FORMS = {
    "activate_totp": "articles.signin.forms.ActivateForm",
    "authenticate": "articles.signin.forms.AuthenticateForm",
    "reauthenticate": "articles.signin.forms.ReauthenticateByCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
"""Steps of 30 seconds that a phone's clock may be off (RFC 6238, 5.2)."""
