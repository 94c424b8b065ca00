using ErrorManagement.CrashProbe;

// The first argument is who listens, the second how it dies.
var listeners = args[0] switch
{
    "none" => [],
    "host" => [Listener.Make(useRegistry: true)],
    "logging" => [Listener.Make(useRegistry: false)],
    "off" => [Listener.Make(useRegistry: true, o =>
    {
        o.Sources.Unhandled.Enabled = false;
        o.Sources.Unobserved.Enabled = false;
    })],
    "lateoff" => [Listener.Make(useRegistry: false, o => o.Sources.Unhandled.Enabled = false)],
    "stuck" => [Listener.Make(useRegistry: true, o => o.Sources.Unhandled.FlushTimeout = TimeSpan.FromMilliseconds(300), StuckRegistry.Make)],
    "locked" => [Listener.Make(useRegistry: false, o => o.Sources.Unhandled.FlushTimeout = TimeSpan.FromMilliseconds(300), LockedRegistry.Make).Silence()],
    "two" => [Listener.Make(useRegistry: true), Listener.Make(useRegistry: true)],
    "disposed" => [Listener.Make(useRegistry: true).End(), Listener.Make(useRegistry: true)],
    "wrong" => (Listener[])[Listener.Make(useRegistry: false, o => o.Registry.Capacity = 0)],
    var other => throw new ArgumentException($"nobody is called {other}"),
};

// Afterwards, as a host would: what was recorded is there by then.
AppDomain.CurrentDomain.UnhandledException += (_, _) =>
{
    foreach (var listener in listeners)
    {
        listener.Print();
    }
};

Death.Die(args[1]);
foreach (var listener in listeners)
{
    listener.Print();
}
