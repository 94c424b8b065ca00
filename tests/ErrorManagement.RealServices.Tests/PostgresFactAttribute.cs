using ErrorManagement.TestKit;

namespace ErrorManagement.RealServices.Tests;

/// <summary>A test that needs a PostgreSQL server. Where there is none it is skipped, and says what to install; in CI it fails, and says the same.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        // What is skipped proves nothing: where everything has to be proven, it is a failure.
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = PostgresServer.WhatIsMissing;
        }
    }
}
