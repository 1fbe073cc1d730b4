"""The addresses of invitations."""

from django.urls import path

from leadfast.web.invitations import links, views

urlpatterns = [
    path("team/invite/", views.invite, name="invite"),
    path("team/link/", links.copy, name="copy_link"),
    path("team/invitations/<uuid:invitation_id>/renew/", views.renew, name="renew_invitation"),
    path("team/invitations/<uuid:invitation_id>/withdraw/", views.withdraw, name="withdraw_invitation"),
    path("invitation/<str:token>/", views.accept, name="accept_invitation"),
]
