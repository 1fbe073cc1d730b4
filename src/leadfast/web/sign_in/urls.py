"""Sign-in, and one's own account. The names are the ones allauth asks for; signing up has no address."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from leadfast.web.access import accounts, everybody
from leadfast.web.sign_in import demo, forms, views


def _drawn(view: Any, template: str, **options: Any) -> Any:
    return view.as_view(template_name=f"sign_in/{template}.html", **options)


urlpatterns = [
    path(
        "sign-in/",
        everybody(
            _drawn(
                account.LoginView,
                "sign_in",
                form_class=forms.SignIn,
                extra_context={"people": demo.people, "nobody_yet": views.nobody_yet},
            )
        ),
        name="account_login",
    ),
    path(
        "sign-in/code/",
        everybody(_drawn(second.AuthenticateView, "code", form_class=forms.Code)),
        name="mfa_authenticate",
    ),
    path("sign-in/forgotten/", views.forgotten, name="account_reset_password"),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        everybody(_drawn(account.PasswordResetFromKeyView, "new_password", form_class=forms.NewPassword)),
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/new-password/",
        everybody(_drawn(account.PasswordResetFromKeyDoneView, "new_password_done")),
        name="account_reset_password_from_key_done",
    ),
    path(
        "sign-in/closed/", everybody(_drawn(account.AccountInactiveView, "inactive")), name="account_inactive"
    ),
    path("sign-in/as/<uuid:account_id>/", views.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", accounts(_drawn(account.LogoutView, "sign_out")), name="account_logout"),
    path("account/", views.account, name="account"),
    path("account/workspace/<uuid:workspace_id>/", views.switch, name="switch_workspace"),
    path("account/elsewhere/", views.elsewhere, name="sign_out_elsewhere"),
    path(
        "account/password/",
        accounts(
            _drawn(
                account.PasswordChangeView,
                "password",
                form_class=forms.ChangePassword,
                success_url="/account/",
            )
        ),
        name="account_change_password",
    ),
    path(
        "account/confirm/",
        accounts(_drawn(account.ReauthenticateView, "confirm", form_class=forms.Confirm)),
        name="account_reauthenticate",
    ),
    path(
        "account/confirm/code/",
        accounts(_drawn(second.ReauthenticateView, "confirm", form_class=forms.ConfirmByCode)),
        name="mfa_reauthenticate",
    ),
    path("account/second-factor/", accounts(_drawn(second.IndexView, "second_factor")), name="mfa_index"),
    path(
        "account/second-factor/on/",
        accounts(_drawn(totp.ActivateTOTPView, "switch_on", form_class=forms.SwitchOn)),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-factor/off/",
        accounts(_drawn(totp.DeactivateTOTPView, "switch_off")),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/second-factor/codes/",
        accounts(_drawn(codes.ViewRecoveryCodesView, "codes")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/codes/new/",
        accounts(_drawn(codes.GenerateRecoveryCodesView, "codes_new")),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-factor/codes/download/",
        accounts(codes.DownloadRecoveryCodesView.as_view()),
        name="mfa_download_recovery_codes",
    ),
]
