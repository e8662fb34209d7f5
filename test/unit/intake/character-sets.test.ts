import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText } from "../../../src-main/intake/dicom/character-sets.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

// Names of PS3.5 annexes H to K and of pydicom's test files, as pydicom 2.3.1 decodes them.
test.each([
  [["", "ISO 2022 IR 87"], "\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B", "やまだ^たろう"],
  [["", "ISO 2022 IR 87"], "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B", "Yamada^Tarou=山田^太郎"],
  [["ISO 2022 IR 13", "ISO 2022 IR 87"], "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田"],
  [["", "ISO 2022 IR 149"], "\x1b$)C\xb1\xe8\xc8\xf1\xc1\xdf\x1b(B", "김희중"],
  [["", "ISO 2022 IR 149"], "Hong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7", "Hong=洪^吉洞"],
  [["", "ISO 2022 IR 58"], "Zhang=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab", "Zhang=张^小东"],
  [["", "ISO 2022 IR 159"], "\x1b$(D0!\x1b(B", "丂"],
  [["GB18030"], "Wang=\xcd\xf5^\xd0\xa1\xb6\xab", "Wang=王^小东"],
  [["ISO_IR 127"], "\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1", "قباني^لنزار"],
  [["ISO 2022 IR 100", "ISO 2022 IR 144"], "Buc^J\xe9r\xf4me=\x1b-L\xbb\xee", "Buc^Jérôme=Лю"],
  [["ISO_IR 192"], "P\xc3\xa4t", "Pät"],
  [[], "J\xe9r\xf4me", "Jérôme"],
])("%j", (sets, text, expected) => {
  expect(decodeText(bytes(text), sets)).toBe(expected);
});

test("any bytes give a text (property)", () => {
  const sets = fc.constantFrom("", "ISO 2022 IR 87", "ISO 2022 IR 149", "ISO 2022 IR 9999", "ISO_IR 192");
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(...bytes("\x1b$()BDC-")));
  fc.assert(
    fc.property(fc.array(byte), fc.array(sets), (given, names) => {
      expect(typeof decodeText(Uint8Array.from(given), names)).toBe("string");
    }),
  );
});
