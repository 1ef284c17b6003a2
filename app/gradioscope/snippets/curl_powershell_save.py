"""The files of a result, saved by the PowerShell snippet: in the folder one is in, never over another.

Names are the app's: no step of a path, no dot in front, no control character and no device of Windows stays in them.
A file is fetched at its path from the app itself, as its `url` could name another server, which would see the token.
It comes by way of a temporary file, as 5.1 passes names on in the code page, and brackets are wildcards in most places.
"""

from __future__ import annotations

from gradioscope.snippets.curl_powershell_words import expandable
from gradioscope.snippets.curl_words import Flags
from gradioscope.snippets.plan import Plan

_DEVICES = "^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\\.|$)"


def save(plan: Plan, curl: str, flags: Flags) -> list[str]:
    """Lines behind those that set `$completed`; `curl` is the command with what every request carries."""
    address = f'"$app{expandable(plan.upload.removesuffix("/upload"))}/file=$place"'
    return [
        "function Save-Returned($value) {",
        "    if ($value -is [array]) { foreach ($item in $value) { Save-Returned $item } }",
        "    if ($value -isnot [Management.Automation.PSCustomObject]) { return }",
        "    if ($value.meta._type -cne 'gradio.FileData') {",
        "        foreach ($property in $value.PSObject.Properties) { Save-Returned $property.Value }",
        "        return",
        "    }",
        "    $name = if ($value.orig_name) { $value.orig_name } else { $value.path }",
        "    $name = $name -replace '.*[/\\\\]|[\\x00-\\x1f\\x7f-\\x9f<>:\"|?*]' -replace '^\\.', '_'",
        f"    $name = $name -replace '{_DEVICES}', '_$1'",
        "    if (-not $name) { $name = 'file' }",
        "    $folder = (Get-Location -PSProvider FileSystem).ProviderPath",
        "    $file = Join-Path $folder $name",
        '    for ($number = 2; Test-Path -LiteralPath $file; $number++) { $file = Join-Path $folder "$number-$name" }',
        "    $place = [uri]::EscapeDataString($value.path) -replace '%2F', '/'",
        "    $download = [IO.Path]::GetTempFileName()",
        f"    {curl} {flags.fail} -o $download {address}",
        '    if ($LASTEXITCODE) { [IO.File]::Delete($download); throw "$name could not be fetched." }',
        "    [IO.File]::Move($download, $file)",
        '    Write-Host "Saved $file"',
        "}",
        "Save-Returned ($completed[-1].Substring(6) | ConvertFrom-Json).output.data",
    ]
