from . import test_commission
from . import test_commission_tour
from . import test_consumers
from . import test_core_scoring
from . import test_goods_views
from . import test_performance
from . import test_points
from . import test_reports
