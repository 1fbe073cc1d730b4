"""The addresses of one lead."""

from django.urls import path

from leadfast.web.lead import acts, calling, keeping, replying, texting, views

urlpatterns = [
    path("leads/<uuid:lead_id>/", views.lead, name="lead"),
    path("leads/<uuid:lead_id>/date/", acts.date),
    path("leads/<uuid:lead_id>/undo-date/<str:token>/", acts.undo_date),
    path("leads/<uuid:lead_id>/hand-over/", acts.hand_over),
    path("leads/<uuid:lead_id>/won/", acts.won),
    path("leads/<uuid:lead_id>/invalid/", acts.invalid),
    path("leads/<uuid:lead_id>/reopen/", acts.reopen),
    path("leads/<uuid:lead_id>/reach/", acts.reach),
    path("leads/<uuid:lead_id>/participant/", acts.participant),
    path("leads/<uuid:lead_id>/edit/", acts.edit),
    path("leads/<uuid:lead_id>/call/", calling.call),
    path("leads/<uuid:lead_id>/text/", texting.text),
    path("leads/<uuid:lead_id>/note/", keeping.note),
    path("leads/<uuid:lead_id>/never/", keeping.never),
    path("leads/<uuid:lead_id>/reply/", replying.reply),
    path("leads/<uuid:lead_id>/preview/", replying.preview),
    path("leads/<uuid:lead_id>/schedule/", replying.schedule),
    path("leads/<uuid:lead_id>/mail/<uuid:mail_id>/stop/", replying.stop),
    path("attachments/<uuid:attachment_id>/", keeping.attachment),
]
