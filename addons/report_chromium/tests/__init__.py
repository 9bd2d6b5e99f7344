from . import test_report_pdf
from . import test_searchable
