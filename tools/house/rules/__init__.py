"""One family of rules a file; importing a file registers its rules."""
from tools.house.rules import comments, controllers, dependencies, idioms, manifest, orm, purity, security, sizes, sql, tests
