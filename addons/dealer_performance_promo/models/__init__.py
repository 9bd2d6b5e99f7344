from . import perf_goods_view
from . import perf_sales_report
