"""The addresses of the staff pages of editions, below /register/."""

from django.urls import path, re_path

from governance import views_editions as views
from governance.views import alerts, view_as, withholding
from governance.views import edition_queue as queue

urlpatterns = [
    path("editions/", views.EditionList.as_view(), name="edition-list"),
    path("editions/alerts/", alerts.AlertReaders.as_view(), name="alert-readers"),
    path("editions/queue/", queue.EditionQueue.as_view(), name="edition-queue"),
    path("editions/queue/<slug:mark>/", queue.QueuePreview.as_view(), name="edition-queue-preview"),
    path("editions/queue/<slug:mark>/<path:path>", queue.QueuePreview.as_view(), name="edition-queue-preview-page"),
    path("editions/withheld/", queue.WithheldList.as_view(), name="withheld-list"),
    re_path(
        r"^view-as/(?P<who>public|panel)/(?P<path>.*)$", view_as.ViewAsOutside.as_view(), name="view-as-outside-page"
    ),
    re_path(r"^view-as/(?P<who>public|panel)/$", view_as.ViewAsOutside.as_view(), name="view-as-outside"),
    path("view-as/<slug:office>/", view_as.ViewAs.as_view(), name="view-as"),
    path("view-as/<slug:office>/<path:path>", view_as.ViewAs.as_view(), name="view-as-page"),
    path("public/<slug:reference>/", withholding.RecordPublic.as_view(), name="record-public"),
    path("public/<slug:reference>/withhold", withholding.Withhold.as_view(), name="record-withhold"),
    path(
        "public/<slug:reference>/withheld/<slug:part>",
        withholding.ReviewWithheld.as_view(),
        name="record-withheld-review",
    ),
    path("editions/compose/", views.EditionCompose.as_view(), name="edition-compose"),
    path("editions/correct/", views.EditionCorrect.as_view(), name="edition-correct"),
    path("editions/withdraw/", views.EditionWithdraw.as_view(), name="edition-withdraw"),
    path("editions/restore/", views.EditionRestore.as_view(), name="edition-restore"),
    path("editions/<int:number>/", views.EditionDetail.as_view(), name="edition-detail"),
    path("editions/<int:number>/approve/", views.EditionApprove.as_view(), name="edition-approve"),
    path("editions/<int:number>/time/", views.EditionTime.as_view(), name="edition-time"),
    path("editions/<int:number>/time/cancel/", views.EditionCancelTime.as_view(), name="edition-time-cancel"),
    path("editions/<int:number>/publish/", views.EditionPublish.as_view(), name="edition-publish"),
    path("editions/<int:number>/abandon/", views.EditionAbandon.as_view(), name="edition-abandon"),
    path("editions/<int:number>/preview/", views.EditionPreview.as_view(), name="edition-preview"),
    path("editions/<int:number>/preview/<path:path>", views.EditionPreview.as_view(), name="edition-preview-page"),
]
