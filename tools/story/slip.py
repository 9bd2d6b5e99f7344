"""Pictures of paper slips for the story."""
import io
import subprocess

from PIL import Image, ImageDraw, ImageFont

WIDTH, LINE = 760, 60


def picture(*lines):
    """Draw a slip.

    :param lines: texts, one under the other.
    :return: bytes of a PNG.
    """
    image = Image.new("RGB", (WIDTH, LINE * (len(lines) + 1)), "white")
    draw, font = ImageDraw.Draw(image), _font()
    draw.rectangle((6, 6, WIDTH - 7, image.height - 7), outline="#888888", width=2)
    for row, text in enumerate(lines):
        draw.text((30, 25 + LINE * row), text, fill="black", font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _font():
    """Give a font that knows Chinese, or Pillow's own where the machine has none."""
    try:
        found = subprocess.run(["fc-match", "-f", "%{file}", ":lang=zh"], capture_output=True, text=True, check=True, timeout=20).stdout
        return ImageFont.truetype(found, 30)
    except (OSError, subprocess.SubprocessError):
        return ImageFont.load_default(30)
