"""What people call divisions that have a long name of state."""
import re
from collections.abc import Iterator

_ETHNIC = re.compile("(.{2,}?)(?:回|满|达斡尔|蒙古|朝鲜|苗|土家|维吾尔)族区$")


def usual_names(division) -> Iterator[str]:
    """What people call an autonomous region, as good as its name: 甘孜州, 石柱县, and of districts 管城区.

    :param division: object with name, short and level, as ``divisions.Division``.
    """
    for end in ("州", "县", "旗"):
        if division.name.endswith("自治" + end) and not division.short.endswith(end):
            yield division.short + end
    if division.level == "district" and (ethnic := _ETHNIC.match(division.name)):  # 管城回族区 is called 管城区
        yield ethnic[1] + "区"
