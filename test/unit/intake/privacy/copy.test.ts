import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeBytes } from "../../../../src-main/intake/decode-film.ts";
import { withoutIdentity } from "../../../../src-main/intake/privacy/copy.ts";
import { passGate } from "../../../../src-main/intake/privacy/gate.ts";
import { imageElements, wordPixels, writeDicom } from "../../../support/dicom-file.ts";
import type { TestElement } from "../../../support/dicom-file.ts";

const gate = { wish: "remove", key: "0f".repeat(32), copies: "/films" } as const;
const path = "/films/drop/chest.dcm";
const secret: TestElement[] = [
  [0x00080020, "DA", "20010102"],
  [0x00080080, "LO", "SECRET HOSPITAL"],
  [0x00081110, "SQ", [[[0x00081155, "UI", "1.2.SECRET"]]]],
  [0x00091001, "LO", "SECRET PRIVATE"],
  [0x00100010, "PN", "SECRET^Name"],
  [0x00100020, "LO", "SECRET42"],
  [0x00101010, "AS", "064Y"],
  [0x00181164, "DS", "0.143\\0.144"],
  [0x00185101, "CS", "PA"],
  [0x0020000d, "UI", "1.2.SECRET.3"],
  [0x00204000, "LT", "SECRET comment"],
  [0x00281050, "DS", "40"],
  [0x00281051, "DS", "80"],
];

async function copied(bytes: Uint8Array<ArrayBuffer>) {
  const film = await decodeBytes(bytes, path);
  if (film.dicom === null) throw new Error("a DICOM file has an identity");
  const { gated } = passGate(film.facts, film.dicom.identity, path, gate);
  return { film, gated, bytes: withoutIdentity(film.dicom.parsed, gated) };
}

describe("a copy without identity", () => {
  const image = { rows: 2, columns: 2, allocated: 16, stored: 12 };
  const elements = [...imageElements(image, secret), wordPixels([1, 900, 40, 4095])];
  const syntaxes = [undefined, "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"];

  it.each(syntaxes)("shows the same film and tells no secret, in transfer syntax %s", async (syntax) => {
    const source = writeDicom({ elements, ...(syntax === undefined ? {} : { syntax }) });
    expect(Buffer.from(source).includes("SECRET")).toBe(true);
    const { film, gated, bytes } = await copied(source);
    expect(Buffer.from(bytes).includes("SECRET")).toBe(false);
    const again = await decodeBytes(bytes, path);
    expect(again.deep()).toEqual(film.deep());
    expect(again.radiograph()).toEqual(film.radiograph());
    expect(again.facts).toEqual(film.facts);
    expect(again.dicom?.identity).toMatchObject({
      ...{ patient: gated.patient, study: gated.study },
      studyDate: gated.studyDate?.replaceAll("-", ""),
    });
  });

  it("passes the gate again as it is: a stop between copy and record loses no patient", async () => {
    const { gated, bytes } = await copied(writeDicom({ elements }));
    const again = await copied(bytes);
    expect(again.gated).toEqual(gated);
    expect(again.bytes).toEqual(bytes);
  });

  it("of a deflated file is written plainly", async () => {
    const plain = writeDicom({ elements, meta: false, preamble: false });
    const head = writeDicom({ elements: [], syntax: "1.2.840.10008.1.2.1.99" });
    const { bytes } = await copied(Uint8Array.from(Buffer.concat([head, deflateRawSync(plain)])));
    const again = await decodeBytes(bytes, path);
    expect(again.dicom?.parsed.syntax.uid).toBe("1.2.840.10008.1.2.1");
    expect([...again.deep().levels]).toEqual([1, 900, 40, 4095]);
  });

  it("is refused where single frames tell who is on them", async () => {
    const frames: TestElement[] = [[0x52009230, "SQ", [[[0x00209111, "SQ", [[[0x00189074, "DT", "20010102"]]]]]]]];
    await expect(
      copied(writeDicom({ elements: [...imageElements(image, frames), wordPixels([1, 2, 3, 4])] })),
    ).rejects.toMatchObject({ code: "intake/identity" });
  });
});
