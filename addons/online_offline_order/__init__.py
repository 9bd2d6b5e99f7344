from . import adapters, controllers, labels, layouts, models, pickup, returns, settlement
from .hooks import post_init_hook
