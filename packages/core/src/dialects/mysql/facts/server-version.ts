/** `10.11.19-MariaDB` and `8.0.29` as one number that compares; what is missing counts as the newest. */
export function versionNumber(version: string): number {
  const parts = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version)
  const [, major, minor, patch] = parts ?? []
  return Number(major ?? 0) * 10_000 + Number(minor ?? 99) * 100 + Number(patch ?? 99)
}
