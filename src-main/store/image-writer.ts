import type { Database } from "better-sqlite3";
import { createDataSets } from "./data-sets.ts";
import { createFindings } from "./findings.ts";
import type { LabelValue, NewImage } from "./images.ts";

/** What the text filter looks through. */
interface Words {
  readonly name: string;
  readonly patient: string | null;
  readonly report: string | null;
}

interface Known {
  readonly id: number;
  readonly dataSet: number | null;
}

const upsert = `
  INSERT INTO images (
    sha256, file_sha256, frame, frames, path, name, format, width, height, bits_stored, photometric,
    row_spacing, column_spacing,
    patient, study, view, projection, sex, age, file_size, file_modified, imported_at, data_set,
    study_date, identity, burned_in, split, label_source
  ) VALUES (
    @sha256, @fileSha256, @frame, @frames, @path, @name, @format, @width, @height, @bitsStored, @photometric,
    @rowSpacing, @columnSpacing,
    @patient, @study, @view, @projection, @sex, @age, @fileSize, @fileModified, @importedAt,
    @dataSetRow, @studyDate, @identity, @burnedIn, @split, @labelSource
  )
  ON CONFLICT (sha256) DO UPDATE SET
    frames = coalesce(excluded.frames, frames), path = excluded.path, name = excluded.name,
    file_size = excluded.file_size, file_modified = excluded.file_modified,
    row_spacing = coalesce(row_spacing, excluded.row_spacing),
    column_spacing = coalesce(column_spacing, excluded.column_spacing),
    patient = coalesce(patient, excluded.patient), study = coalesce(study, excluded.study),
    view = coalesce(view, excluded.view), projection = coalesce(projection, excluded.projection),
    sex = coalesce(sex, excluded.sex), age = coalesce(age, excluded.age),
    data_set = coalesce(data_set, excluded.data_set),
    study_date = coalesce(study_date, excluded.study_date), identity = coalesce(identity, excluded.identity),
    burned_in = coalesce(burned_in, excluded.burned_in),
    split = coalesce(split, excluded.split), label_source = coalesce(label_source, excluded.label_source)
  RETURNING id`;

const wordsOf = `
  SELECT name, patient, (SELECT text FROM reports WHERE image = images.id) AS report FROM images WHERE id = ?`;

/** The function that stores one image with its report, labels and thumbnail; the caller gives the transaction. */
export function createImageWriter(db: Database): (image: NewImage) => { id: number; added: boolean } {
  const known = db.prepare<[string], Known>("SELECT id, data_set AS dataSet FROM images WHERE sha256 = ?");
  const put = db.prepare<[Record<string, unknown>], number>(upsert).pluck();
  const words = db.prepare<[number], Words>(wordsOf);
  const addReport = db.prepare<[number, string]>(
    "INSERT INTO reports (image, text) VALUES (?, ?) ON CONFLICT (image) DO NOTHING",
  );
  const addThumbnail = db.prepare<[number, Uint8Array]>(
    "INSERT INTO thumbnails (image, jpeg) VALUES (?, ?) ON CONFLICT (image) DO NOTHING",
  );
  const addWords = db.prepare<[number, string, string | null, string | null]>(
    "INSERT OR REPLACE INTO image_words (rowid, name, patient, report) VALUES (?, ?, ?, ?)",
  );
  const addLabels = createLabelWriter(db);
  const dataSets = createDataSets(db);

  return (image) => {
    const before = known.get(image.sha256);
    const wordsBefore = before === undefined ? undefined : words.get(before.id);
    // A data set that no image takes is not made.
    const dataSetRow = before?.dataSet ?? (typeof image.dataSet === "string" ? dataSets.idOf(image.dataSet) : null);
    const id = put.get({ ...columns(image), dataSetRow });
    if (id === undefined) throw new Error("the insert of an image gave no id");
    if (typeof image.report === "string") addReport.run(id, image.report);
    addThumbnail.run(id, image.thumbnail);
    addLabels(id, image.labels ?? {});
    const after = words.get(id);
    if (after !== undefined && !sameWords(wordsBefore, after))
      addWords.run(id, after.name, after.patient, after.report);
    return { id, added: before === undefined };
  };
}

function createLabelWriter(db: Database): (image: number, labels: Readonly<Record<string, LabelValue>>) => void {
  const findings = createFindings(db);
  const add = db.prepare<[number, number, LabelValue]>(
    "INSERT INTO labels (finding, image, value) VALUES (?, ?, ?) ON CONFLICT (finding, image) DO NOTHING",
  );
  const revise = db.prepare("UPDATE revisions SET number = number + 1 WHERE what = 'labels'");
  return (image, labels) => {
    let changed = 0;
    for (const [finding, value] of Object.entries(labels))
      changed += add.run(findings.idOf(finding), image, value).changes;
    if (changed > 0) revise.run();
  };
}

function columns(image: NewImage): Record<string, unknown> {
  return {
    sha256: image.sha256,
    fileSha256: image.frame === 1 ? null : image.fileSha256,
    frame: image.frame,
    frames: image.frames,
    path: image.path,
    name: image.name,
    format: image.format,
    width: image.width,
    height: image.height,
    bitsStored: image.bitsStored,
    photometric: image.photometric,
    rowSpacing: image.pixelSpacing?.[0] ?? null,
    columnSpacing: image.pixelSpacing?.[1] ?? null,
    patient: image.patient,
    study: image.study,
    view: image.view,
    projection: image.projection,
    sex: image.sex,
    age: image.age,
    studyDate: image.studyDate,
    identity: image.identity,
    burnedIn: image.burnedIn,
    split: image.split ?? null,
    labelSource: image.labelSource ?? null,
    fileSize: image.fileSize,
    fileModified: image.fileModified,
    importedAt: new Date().toISOString(),
  };
}

function sameWords(a: Words | undefined, b: Words): boolean {
  return a?.name === b.name && a.patient === b.patient && a.report === b.report;
}
