"""The record as the sources give it: read from the fixture files, loaded once, every fact with its quotation."""

from programmes.record.coverage import source_coverage
from programmes.record.files import RecordFault
from programmes.record.loading import CHANGE_REASON, load_record

__all__ = ["CHANGE_REASON", "RecordFault", "load_record", "source_coverage"]
