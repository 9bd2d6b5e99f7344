from . import adapters, controllers, labels, layouts, models, returns, settlement
from .hooks import post_init_hook
