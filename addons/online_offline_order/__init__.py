from . import adapters, layouts, models, returns, settlement
from .hooks import post_init_hook
