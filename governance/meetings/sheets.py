"""The pages of a PDF as pictures, so that a pack can hold them: `python -m governance.meetings.sheets FILE FOLDER`.

PDF/UA cannot embed another PDF, but pictures with a text for those who cannot see them. What people hand in is read in
a process of its own, which may fail or be stopped without harm to the register.
"""

import sys
import tempfile
from pathlib import Path

import typst

#: The most pages of one file that a pack prints; of a longer one it names the file alone.
MOST = 80
_SHEET = """#set page(width: auto, height: auto, margin: 0pt)
#image("paper.pdf", page: int(sys.inputs.page))
"""


def draw(pdf: Path, folder: Path) -> int:
    """Write the pages of a PDF as `<page>.svg` into a folder; how many there are, at most MOST + 1."""
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        (root / "paper.pdf").write_bytes(pdf.read_bytes())
        (root / "sheet.typ").write_text(_SHEET)
        for page in range(1, MOST + 2):
            try:
                sheet = typst.compile(str(root / "sheet.typ"), root=work, format="svg", sys_inputs={"page": str(page)})
            except typst.TypstError as error:
                if f"page {page} does not exist" in error.message:
                    return page - 1
                raise
            assert isinstance(sheet, bytes)
            (folder / f"{page}.svg").write_bytes(sheet)
    return MOST + 1


if __name__ == "__main__":
    print(draw(Path(sys.argv[1]), Path(sys.argv[2])))
