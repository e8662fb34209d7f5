import type { JobInfo } from "../../src-preload/contract/index.ts";

/** "3/5 encoding  120 of 256  47 %  12 s left". */
export function progressLine(job: JobInfo): string {
  const parts = [`${String(job.stepNumber)}/${String(job.steps)} ${job.step}`];
  if (job.total > 0) {
    const percent = Math.floor((100 * job.done) / job.total);
    parts.push(`${String(job.done)} of ${String(job.total)}`, `${String(percent)} %`);
  }
  if (job.etaSeconds !== null && job.etaSeconds >= 1) parts.push(`${duration(job.etaSeconds)} left`);
  if (job.refused > 0) parts.push(`${String(job.refused)} refused`);
  return parts.join("  ");
}

/** Seconds in words: "0.8 s", "12 s", "3 min 5 s". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${String(whole)} s`;
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}
