const minus = "\u2212";
const narrowSpace = "\u202f";
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 8192 → "8,192". */
export function count(value: number): string {
  return whole.format(value);
}

/** With its sign, always: "+1.79", "−0.62", "0.00". */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? minus : "+"}${text}`;
}

/** A share of 1 as per cent: "2.1 %", "0.04 %". */
export function share(value: number): string {
  const percent = 100 * value;
  if (percent > 0 && percent < 0.01) return `<${narrowSpace}0.01${narrowSpace}%`;
  return `${percent.toFixed(percent > 0 && percent < 0.1 ? 2 : 1)}${narrowSpace}%`;
}

/** A correlation as papers write it: ".31", "−.08", "1.00". */
export function correlation(value: number): string {
  const text = Math.abs(value).toFixed(2).replace(/^0/, "");
  return value < 0 && text !== ".00" ? minus + text : text;
}

/** "#5,929", the number by which a neuron is known. */
export function neuronNumber(neuron: number): string {
  return `#${count(neuron)}`;
}

const calendar = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** The day of a moment (ISO 8601), where the reader is: "21 Nov 2026". */
export function day(moment: string): string {
  return calendar.format(new Date(moment));
}
