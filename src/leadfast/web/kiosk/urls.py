"""The addresses of kiosks."""

from django.urls import path

from leadfast.web.kiosk import settings, views

urlpatterns = [
    path("kiosk/<str:token>/", views.kiosk),
    path("kiosk/<str:token>/thanks/", views.thanks),
    path("settings/kiosks/", settings.kiosks, name="kiosks"),
    path("settings/kiosks/<uuid:kiosk_id>/revoke/", settings.revoke),
    path("settings/kiosks/<uuid:kiosk_id>/new-key/", settings.new_key),
    path("settings/kiosks/<uuid:kiosk_id>/cut/", settings.cut),
]
