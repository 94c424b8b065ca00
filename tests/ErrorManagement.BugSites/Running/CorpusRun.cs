using ErrorManagement.Analytics;
using ErrorManagement.BugSites.Scoring;

namespace ErrorManagement.BugSites.Running;

/// <summary>Runs into every bug once cold, then often and in mixed order.</summary>
internal sealed class CorpusRun(IErrorRegistry registry, RunSettings settings)
{
    // So many throws of one site in a row: a hot loop, and a change of sites.
    private const int Batch = 50;
    private const int SettlingThrows = 100;
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(250);

    private readonly Caller _caller = new(registry);
    private readonly (BugSite Site, SiteTally Tally)[] _sites = [.. Corpus.Sites.Select(s => (s, new SiteTally(s)))];
    private readonly Random _order = new(settings.Seed);
    private int _number;

    public async Task<IReadOnlyList<SiteResult>> RunAsync()
    {
        await RoundAsync(1);
        for (var left = settings.Throws; left > 0; left -= Batch)
        {
            await RoundAsync(Math.Min(left, Batch));
        }

        // What the compiler of the background has still to do is done while nothing is thrown.
        for (var again = 0; settings.Settle && again < 3; again++)
        {
            await Task.Delay(SettlingTime);
            await RoundAsync(SettlingThrows);
        }

        await registry.FlushAsync();
        return [.. _sites.Select(s => s.Tally.Resolve(registry))];
    }

    private async Task RoundAsync(int throws)
    {
        _order.Shuffle(_sites);
        foreach (var (site, tally) in _sites)
        {
            for (var at = 0; at < throws; at++)
            {
                if (site.Run is null)
                {
                    await _caller.CallAsync(site, _number++, tally);
                }
                else
                {
                    _caller.Call(site, _number++, tally);
                }
            }
        }
    }
}
