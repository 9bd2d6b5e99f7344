"""One indicator a file."""
from . import profit
from . import shop_count
from . import task_rate
from . import threshold

__all__ = ["profit", "shop_count", "task_rate", "threshold"]
