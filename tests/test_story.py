"""The story of data/ is played once; what must hold in it stands in the files story_*.py, each test in a savepoint of its own."""
from odoo.tests import tagged

from .story_common import StoryCommon
from .story_first_hour import FirstHour
from .story_leaks import Leaks
from .story_roles import Roles


@tagged("post_install", "-at_install")
class TestStory(FirstHour, Leaks, Roles, StoryCommon):
    """Newcomer's first hour, rows of others, menus and work of every login."""
