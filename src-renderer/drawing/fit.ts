export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** The largest centred rectangle of the film's aspect ratio inside the stage; all in CSS pixels, film in its own. */
export function fitFilm(stage: Size, film: Size): Rectangle {
  if (stage.width <= 0 || stage.height <= 0) return { x: 0, y: 0, width: 0, height: 0 };
  const scale = Math.min(stage.width / film.width, stage.height / film.height);
  const width = film.width * scale;
  const height = film.height * scale;
  return { x: (stage.width - width) / 2, y: (stage.height - height) / 2, width, height };
}

/** A rectangle in pixels of the film, in the pixels of a canvas that shows the whole film. */
export function regionOnCanvas(region: Rectangle, film: Size, canvas: Size): Rectangle {
  const across = canvas.width / film.width;
  const down = canvas.height / film.height;
  return { x: region.x * across, y: region.y * down, width: region.width * across, height: region.height * down };
}
