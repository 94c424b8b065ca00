using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>
/// Turns sources off that the settings do not want, in the moment the settings are made: when the host starts, else when they are first asked for. It stands beside the
/// validator because that is the moment, and refuses nothing.
/// </summary>
internal sealed class SourceSwitches(ErrorInbox inbox, UnhandledErrorSource unhandled, UnobservedTaskSource unobserved) : IValidateOptions<ErrorManagementOptions>
{
    public ValidateOptionsResult Validate(string? name, ErrorManagementOptions options)
    {
        // Settings outside their bounds are the validator's: the host does not start.
        if (name == Options.DefaultName && options.Sources is not null && ErrorSourceOptionsValidator.Mistakes(options.Sources).Count == 0)
        {
            var settings = inbox.Settle(options.Sources);
            if (!settings.Unhandled.Enabled)
            {
                unhandled.Dispose();
            }

            if (!settings.Unobserved.Enabled)
            {
                unobserved.Dispose();
            }
        }

        return ValidateOptionsResult.Skip;
    }
}
