from . import dealer_nomination
from . import dealer_nomination_criterion
from . import dealer_nomination_line
from . import res_company
from . import res_partner
from . import res_users
