"""The addresses of cadences."""

from django.urls import path

from leadfast.web.cadences import ahead, views

urlpatterns = [
    path("cadences/", views.every, name="cadences"),
    path("cadences/new/", views.new, name="new_cadence"),
    path("cadences/ahead/", ahead.days, name="cadences_ahead"),
    path("cadences/<slug:key>/", views.one, name="cadence"),
    path("cadences/<slug:key>/mode/", views.mode, name="cadence_mode"),
    path("cadences/<slug:key>/switch/", views.switch, name="cadence_switch"),
    path("cadences/<slug:key>/after/", views.successor, name="cadence_successor"),
    path("cadences/<slug:key>/rename/", views.rename, name="rename_cadence"),
    path("cadences/<slug:key>/delete/", views.delete, name="delete_cadence"),
    path("cadences/<slug:key>/<slug:step_key>/", views.edit_step, name="cadence_step"),
    path("cadences/<slug:key>/<slug:step_key>/add/", views.add_step, name="cadence_add_step"),
    path("cadences/<slug:key>/<slug:step_key>/remove/", views.remove_step, name="cadence_remove_step"),
]
