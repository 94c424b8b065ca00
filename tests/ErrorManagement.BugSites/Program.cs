using System.Globalization;
using ErrorManagement.Analytics;
using ErrorManagement.BugSites.Running;

// run [--throws N] [--seed N] [--culture NAME] [--host NAME] [--settle]    throws all bugs, prints a line a bug
// unthrown [--culture NAME] [--host NAME]                                  records errors that have no stack, prints a line each
var settings = RunSettings.Parse(args);
if (settings is null)
{
    Console.Error.WriteLine("run | unthrown, then --throws N, --seed N, --culture NAME, --host NAME, --settle");
    return 2;
}

if (settings.Culture is { } name)
{
    var culture = CultureInfo.GetCultureInfo(name);
    CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
    CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
}

using var registry = new ErrorRegistry(new ErrorRegistryOptions { Host = settings.Host });
if (settings.Command == "unthrown")
{
    foreach (var line in Unthrown.Record(registry))
    {
        Console.WriteLine(line);
    }
}
else
{
    foreach (var result in await new CorpusRun(registry, settings).RunAsync())
    {
        Console.WriteLine(result.ToLine());
    }
}

return 0;
