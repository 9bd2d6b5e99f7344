from . import messages
from . import workbook
