"""Lists of Word, for documents that python-docx writes."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn


def in_list(paragraph, number, level=0):
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = number
    properties.get_or_add_ilvl().val = level


def defined_list(document, levels):
    """Returns the id of a list with these levels: form and text of each."""
    numbering = document.part.numbering_part.element
    ids = [int(one.get(qn("w:abstractNumId"))) for one in numbering.findall(qn("w:abstractNum"))]
    definition = max(ids) + 1
    text = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{label}"/></w:lvl>'
        for at, (form, label) in enumerate(levels)
    )
    element = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{definition}">'
        f'<w:multiLevelType w:val="multilevel"/>{text}</w:abstractNum>'
    )
    numbering.insert(len(ids), element)
    return numbering.add_num(definition).numId
