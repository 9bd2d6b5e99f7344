from . import activation_offer
from . import activation_offer_line
from . import activation_reason
from . import activation_record
from . import activation_script
from . import activation_sheet_line
from . import promo_audience
from . import promo_voucher_batch
