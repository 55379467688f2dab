"""The one way a kept file leaves the register."""

import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.generic import View

from programmes.access import Capability
from programmes.access_views import AccessMixin
from programmes.addresses import check_parameters
from programmes.files import FileDamaged, content_of
from programmes.models import StoredFile
from programmes.views.finding import visible_record

log = logging.getLogger(__name__)


class FileDownload(AccessMixin, View):
    """A kept file, for who may read the record it is about; always to be saved, never shown as a page of ours."""

    capability = Capability.READ

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """The file as it was given, when its content still has the hash recorded."""
        check_parameters(request, [])
        row = StoredFile.objects.filter(pk=number, marking__in=self.reader.markings).first() if number < 2**63 else None
        if row is None:
            raise Http404("The register has no such file, or your role may not read it.")
        if not visible_record(row.about_id, self.reader).hands_files_to(self.reader):
            raise Http404("The register has no such file, or your role may not read it.")
        try:
            content = content_of(row)
        except FileDamaged:
            log.error("File %s: its content is missing or does not have the hash recorded.", number)
            raise Http404(
                "The content of this file is missing or was changed on the disk, so it is not handed out. "
                "Restore it from the backup of MEDIA_ROOT."
            ) from None
        response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.media_type)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response
