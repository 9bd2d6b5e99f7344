from . import base_partner_merge
from . import dealer_import_pictures
from . import dealer_reason
from . import dealer_settings
