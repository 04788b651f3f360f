/** How much of a list fits a layout, times how telling the fit is; 0 when nothing does. */
export function share(matching: number, all: number, weight: number): number {
  return all === 0 || matching === 0 ? 0 : weight * (0.5 + matching / all / 2)
}
