"""The addresses of the team."""

from django.urls import path

from leadfast.web.team import views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/<uuid:member_id>/", views.member, name="member"),
    path("team/<uuid:member_id>/leave/", views.plan_leave, name="plan_leave"),
    path("team/<uuid:member_id>/leave/<uuid:leave_id>/cancel/", views.cancel_leave, name="cancel_leave"),
    path("team/<uuid:member_id>/leaves/", views.leaves, name="leaves_the_team"),
    path("team/<uuid:member_id>/reset-link/", views.reset_link, name="reset_link"),
]
