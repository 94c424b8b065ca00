namespace ErrorManagement.Browser.Tests.Browsers;

/// <summary>A test that needs a browser. Where there is none it is skipped, and says what to install; in CI it fails, and says the same.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        // What is skipped proves nothing: where everything has to be proven, it is a failure.
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = Chromium.WhatIsMissing;
        }
    }
}
