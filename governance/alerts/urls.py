"""The addresses of alerts, below /alerts/: served beside the staff pages, never by the public site’s own process."""

from django.urls import path

from governance.alerts import views

app_name = "alerts"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("asked/", views.asked, name="asked"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
