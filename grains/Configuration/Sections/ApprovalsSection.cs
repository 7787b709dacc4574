using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>approvals</c>.</summary>
internal static class ApprovalsSection
{
    internal static ApprovalSettings Read(ConfigValue? value)
    {
        if (value is null)
        {
            return ApprovalSettings.Default;
        }

        using var approvals = value.Section();
        return new ApprovalSettings(
            EmergencyReset: approvals.Optional("emergency_reset")?.Int(1, 5) ?? ApprovalSettings.Default.EmergencyReset,
            WithinHours: approvals.Optional("within_hours")?.Int(1, ApprovalSettings.WithinHoursMax)
                ?? ApprovalSettings.Default.WithinHours)
        {
            LimitChange = approvals.Optional("limit_change")?.Int(0, 5) ?? ApprovalSettings.Default.LimitChange,
            Withdrawal = approvals.Optional("withdrawal")?.Int(1, 5) ?? ApprovalSettings.Default.Withdrawal,
            WithdrawalAbove = approvals.Optional("withdrawal_above")?.Decimal(0, 1_000_000_000)
                ?? ApprovalSettings.Default.WithdrawalAbove,
            Rate = approvals.Optional("rate")?.Int(1, 5) ?? ApprovalSettings.Default.Rate,
            RateAbove = approvals.Optional("rate_above")?.Decimal(0, 1) ?? ApprovalSettings.Default.RateAbove,
        };
    }
}
