"""The addresses of requests to give up."""

from django.urls import path

from leadfast.web.give_ups import views

urlpatterns = [
    path("leads/<uuid:lead_id>/give-up/", views.ask),
    path("give-ups/", views.waiting, name="give_ups"),
    path("give-ups/<uuid:give_up_id>/", views.one),
    path("give-ups/<uuid:give_up_id>/rest/", views.rest),
    path("give-ups/<uuid:give_up_id>/send-back/", views.send_back),
    path("give-ups/<uuid:give_up_id>/take-over/", views.take_over),
    path("give-ups/<uuid:give_up_id>/never/", views.agree_never),
    path("give-ups/<uuid:give_up_id>/let-go/", views.let_go),
    path("give-ups/<uuid:give_up_id>/withdraw/", views.withdraw),
]
