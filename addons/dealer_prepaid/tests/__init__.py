from . import test_access
from . import test_chain
from . import test_concurrency
from . import test_core_ledger
from . import test_hold
from . import test_import_remittances
from . import test_season_close
from . import test_topup
