from .code128 import bars, values

__all__ = ["bars", "values"]
