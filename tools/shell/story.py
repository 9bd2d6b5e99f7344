"""Run by `odoo shell`: executes STORY_SCRIPT with `env`, and keeps what it did only when it comes to its end."""
import os
import pathlib

script = pathlib.Path(os.environ["STORY_SCRIPT"])
source = script.read_text(encoding="utf-8")
exec(compile(source, str(script), "exec"), {"env": env, "__name__": "__main__", "__file__": str(script)})
env.cr.commit()
