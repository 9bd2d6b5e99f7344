from . import test_channel
from . import test_core_money
from . import test_roles
from . import test_season
