"""The addresses below ``/publish/exports/``."""

from django.urls import path

from . import export_files, exporting

urlpatterns = [
    path("", exporting.export_list, name="export-list"),
    path("new/", exporting.export_new, name="export-new"),
    path("<uuid:export_id>/", exporting.export, name="export"),
    path("<uuid:export_id>/progress.json", exporting.progress, name="export-progress"),
    path("<uuid:export_id>/cancel/", exporting.export_cancel, name="export-cancel"),
    path("<uuid:export_id>/all.zip", export_files.export_all, name="export-all"),
    path("<uuid:export_id>/SHA256SUMS", export_files.export_sums, name="export-sums"),
    path("<uuid:export_id>/files/<path:name>", export_files.export_file, name="export-file"),
]
