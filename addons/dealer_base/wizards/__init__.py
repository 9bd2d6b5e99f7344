from . import dealer_reason
from . import dealer_settings
