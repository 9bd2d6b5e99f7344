from . import dealer_reason
